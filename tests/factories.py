"""Builds the ground floor's rows for tests: each factory makes a believable, valid row."""

import datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from units import models


class JurisdictionFactory(DjangoModelFactory):
    class Meta:
        model = models.Jurisdiction

    name = factory.Sequence(lambda n: f"Huyện {n}")
    kind = "district"

    @factory.post_generation
    def fresh(self, create: bool, extracted: Any, **kwargs: Any) -> None:
        """Read back the path that the database wrote."""
        if create:
            self.refresh_from_db()


class CommuneFactory(DjangoModelFactory):
    class Meta:
        model = models.Commune

    code = factory.Sequence(lambda n: f"{10000 + n:05d}")
    name = factory.Sequence(lambda n: f"Long {n}")
    jurisdiction = factory.SubFactory(JurisdictionFactory)
    commune_class = 2
    population = 9000
    area_km2 = 12


class HamletFactory(DjangoModelFactory):
    class Meta:
        model = models.Hamlet

    commune = factory.SubFactory(CommuneFactory)
    name = factory.Sequence(lambda n: f"Ấp {n}")


class StationFactory(DjangoModelFactory):
    class Meta:
        model = models.Station

    commune = factory.SubFactory(CommuneFactory)
    tenure = "own"


class ForceTypeFactory(DjangoModelFactory):
    class Meta:
        model = models.ForceType

    code = factory.Sequence(lambda n: f"force-{n}")
    name = "Công an xã bán chuyên trách"


class PositionFactory(DjangoModelFactory):
    class Meta:
        model = models.Position

    force_type = factory.SubFactory(ForceTypeFactory)
    code = factory.Sequence(lambda n: f"position-{n}")
    name = "Công an viên"


class OfficerFactory(DjangoModelFactory):
    class Meta:
        model = models.Officer

    family_name = "Nguyễn"
    middle_name = "Văn"
    given_name = factory.Sequence(lambda n: f"Án{n}")
    birth_date = datetime.date(1985, 5, 17)
    commune = factory.SubFactory(CommuneFactory)


class AssignmentFactory(DjangoModelFactory):
    class Meta:
        model = models.Assignment

    officer = factory.SubFactory(OfficerFactory)
    commune = factory.SelfAttribute("officer.commune")
    position = factory.SubFactory(PositionFactory)
    valid_from = datetime.date(2020, 1, 1)


class DepartureFactory(DjangoModelFactory):
    class Meta:
        model = models.Departure

    officer = factory.SubFactory(OfficerFactory)
    commune = factory.SelfAttribute("officer.commune")
    position = factory.SubFactory(PositionFactory)
    on = datetime.date(2024, 6, 30)
    kind = "resigned"


class EquipmentTypeFactory(DjangoModelFactory):
    class Meta:
        model = models.EquipmentType

    code = factory.Sequence(lambda n: f"equipment-{n}")
    name = "Xe mô tô"
    category = "vehicle"


class EquipmentItemFactory(DjangoModelFactory):
    class Meta:
        model = models.EquipmentItem

    commune = factory.SubFactory(CommuneFactory)
    type = factory.SubFactory(EquipmentTypeFactory)
    code = factory.Sequence(lambda n: f"TS-{n}")


class EquipmentStockFactory(DjangoModelFactory):
    class Meta:
        model = models.EquipmentStock

    commune = factory.SubFactory(CommuneFactory)
    type = factory.SubFactory(EquipmentTypeFactory, is_countable=True)
    quantity = 4


class TrainingFactory(DjangoModelFactory):
    class Meta:
        model = models.Training

    officer = factory.SubFactory(OfficerFactory)
    course = "Bồi dưỡng nghiệp vụ Công an xã"


class RecognitionFactory(DjangoModelFactory):
    class Meta:
        model = models.Recognition

    officer = factory.SubFactory(OfficerFactory)
    kind = "reward"
    form = "Giấy khen"
    on = datetime.date(2023, 8, 19)


class EstablishmentNormFactory(DjangoModelFactory):
    class Meta:
        model = models.EstablishmentNorm

    position = factory.SubFactory(PositionFactory)
    kind = "fixed"
    low = 1
    instrument = "NĐ 73/2009/NĐ-CP"


class EquipmentNormFactory(DjangoModelFactory):
    class Meta:
        model = models.EquipmentNorm

    type = factory.SubFactory(EquipmentTypeFactory)
    kind = "fixed"
    low = 1
    instrument = "NĐ 40/2024/NĐ-CP"
