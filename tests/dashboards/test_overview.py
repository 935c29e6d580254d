"""The overview: what its numbers say, where they lead, and that it costs the same for many communes."""

import datetime
import io
import re
from html import escape, unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from dashboards.domain.cards import Rows, sentence, written
from dashboards.domain.cards import number as leading
from dashboards.queries.incident_months import Months
from incidents.queries.incidents import beginning_of
from tests import factories
from tests.accounts.factories import person
from tests.dashboards.lists import rows_of
from tests.incidents.factories import (
    CrimeTipFactory,
    HotspotFactory,
    IncidentFactory,
    MediationFactory,
    TipDeadlineFactory,
)
from units.domain.months import month_of
from units.models import EquipmentItem, Officer

pytestmark = pytest.mark.django_db


@pytest.fixture
def district():
    return factories.JurisdictionFactory(name="Cần Đước")


@pytest.fixture
def staff(client, district):
    user = person("district_staff", district, language="en")
    client.force_login(user)
    return user


def fill(district, communes=2, *, regular=None, part_time=None):
    """Communes with a norm of three each, two people, a departure, a station and a complicated place."""
    part_time = part_time or factories.PositionFactory()
    if not part_time.norms.exists():
        factories.EstablishmentNormFactory(position=part_time, low=3, is_verified=True)
    made = []
    for number in range(communes):
        commune = factories.CommuneFactory(jurisdiction=district)
        for _ in range(2):
            factories.AssignmentFactory(
                officer__commune=commune, commune=commune, position=part_time
            )
        factories.DepartureFactory(
            officer__commune=commune, commune=commune, on=timezone.localdate()
        )
        factories.StationFactory(commune=commune, tenure="none" if number % 2 else "shared")
        HotspotFactory(commune=commune)
        happen(commune, number)
        made.append(commune)
    return made


def happen(commune, number):
    """Last month: as many tips as ``number`` and one more, the first of them overdue; two quarrels, one of them
    settled and its follow-up overdue."""
    day = Months.of(timezone.localdate()).last_day
    for place in range(number + 1):
        due = beginning_of(day) if place == 0 else None
        tip = CrimeTipFactory(commune=commune, received_at=beginning_of(day), next_due_at=due)
        TipDeadlineFactory(tip=tip, due_at=due or beginning_of(day.replace(year=day.year + 1)))
    MediationFactory(commune=commune, opened_on=day)
    MediationFactory(
        commune=commune, opened_on=day, state="settled", outcome_on=day, follow_up_on=day
    )


def page(client, **query):
    response = client.get("/", query)
    assert response.status_code == 200
    return response


def cells_of(response, name):
    """The texts of the table's row that begins with ``name``."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", response.content.decode(), re.S)
    for row in rows:
        texts = [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
            for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)
        ]
        if texts and texts[0] == name:
            return texts
    return None


def test_a_commune_s_row_says_due_present_short_and_all_else(client, staff, district):
    commune = fill(district, 1)[0]

    row = cells_of(page(client), commune.full_name)

    assert row[1:] == ["3", "2", "1", "0", "1", "shared", "—", "1", "0", "0", "1", "1", "2"]


def test_the_totals_are_those_of_the_rows(client, staff, district):
    fill(district, 4)
    response = page(client)
    table = response.context["table"]
    for place in range(len(table.columns)):
        numbers = [row.cells[place].value for row in table.rows]
        known = [number for number in numbers if number is not None]
        assert table.total[place].value == (sum(known) if known else None)
    assert [card.value for card in response.context["cards"]] == [
        *("8", "0", "4", "2", "—", "4", "0"),
        *("10", "0", "0", "8"),  # tips of the month, to be accepted, being solved; mediations
    ]


@pytest.mark.parametrize(
    "code",
    [
        "present",
        "regular",
        "departures",
        "stations",
        "places",
        "tips",
        "tips_overdue",
        "mediations",
    ],
)
@pytest.mark.parametrize("whole", [True, False])
def test_every_number_leads_to_as_many_rows(client, staff, district, code, whole):
    regular = factories.PositionFactory(force_type__is_regular=True)
    for commune in fill(district, 4):
        factories.AssignmentFactory(officer__commune=commune, commune=commune, position=regular)
    table = page(client).context["table"]
    place = [column.code for column in table.columns].index(code)
    cell = table.total[place] if whole else table.rows[1].cells[place]

    answer = client.get(cell.url)

    assert rows_of(answer.content.decode()) == (cell.value if code != "stations" or whole else 1)


def test_another_day_shows_what_was_then_and_links_to_who_served_then(client, staff, district):
    commune = factories.CommuneFactory(jurisdiction=district)
    post = factories.AssignmentFactory(
        officer__commune=commune,
        commune=commune,
        valid_from=datetime.date(2019, 1, 1),
        valid_until=datetime.date(2020, 6, 30),
    )
    assert isinstance(post.officer, Officer)

    then = page(client, day="2020-06-30")

    assert cells_of(then, commune.full_name)[2] == "1"
    address = urlsplit(then.context["cards"][0].url)
    assert (address.path, parse_qs(address.query)["on"]) == ("/officers/", ["2020-06-30"])
    assert cells_of(page(client), commune.full_name)[2] == "0"


@pytest.mark.parametrize("day", ["31/02/2020", "x", "2999-01-01", "1800-01-01"])
def test_a_day_that_cannot_be_is_told_and_today_is_shown(client, staff, day):
    response = page(client, day=day)
    assert response.context["asked"].day == timezone.localdate()
    assert response.context["asked"].problem in unescape(response.content.decode())


def test_a_day_is_also_read_as_it_is_written(client, staff):
    assert page(client, day="30/06/2020").context["asked"].day == datetime.date(2020, 6, 30)


def test_unknown_is_a_dash_and_comes_last_in_any_order(client, staff, district):
    known = fill(district, 1)[0]
    position = factories.PositionFactory()
    unknown = factories.CommuneFactory(jurisdiction=district, population=None)
    known.refresh_from_db()
    for norm in factories.EstablishmentNormFactory._meta.model.objects.all():
        norm.commune = known
        norm.save()
    assert position.pk

    for sort in ("short", "-short"):
        response = page(client, sort=sort)
        assert [row.key for row in response.context["table"].rows] == [known.pk, unknown.pk]
    assert cells_of(response, unknown.full_name)[1] == "—"


def test_the_file_has_the_numbers_of_the_page(client, staff, district):
    communes = fill(district, 2)
    answer = client.get("/", {"format": "xlsx", "sort": "stations"})
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    rows = list(sheet.values)
    assert {row[0] for row in rows[1:-1]} == {c.full_name for c in communes}
    assert rows[-1][1:4] == (6, 4, 2)
    assert None in rows[-1]
    assert "attachment" in answer.headers["Content-Disposition"]


def test_home_affairs_sees_the_force_and_no_places(client, district):
    client.force_login(person("home_affairs", district, language="en"))
    place = HotspotFactory(commune=fill(district, 1)[0])
    response = page(client)
    assert "Complicated places" not in response.content.decode()
    assert place.name not in response.content.decode()


def test_the_cards_of_tips_and_mediations_say_their_parts(client, staff, district):
    fill(district, 4)
    cards = {card.label.split(" in ")[0]: card for card in page(client).context["cards"]}
    tips, mediations = cards["Crime tips"], cards["Mediations"]
    assert (tips.badge, tips.tone) == ("4 overdue", "bad")
    assert str(tips.note) == "taken up: 100 % = 10 ÷ 10 received, target 100 %"
    assert "0 ÷ (0 resolved + 4 open and overdue), target over 90 %" in str(tips.formula)
    assert mediations.badge == "4 follow-ups overdue"
    assert str(mediations.note) == "4 settled, 0 not, 0 referred to court"
    assert str(mediations.formula) == "100 % = 4 settled ÷ 4 that ended"


def test_the_district_sees_what_waits_for_it_and_what_it_solves(client, staff, district):
    """Also what is not overdue; each number leads to exactly its rows."""
    communes = fill(district, 2)
    foreign = factories.CommuneFactory()
    states = {"handed_over": 2, "accepted": 3, "suspended": 1, "returned": 1, "resolved": 1}
    for state, count in states.items():
        for _number in range(count):
            for commune in (communes[0], foreign):
                CrimeTipFactory(commune=commune, urgency="ordinary", state=state)
    response = page(client)
    cards = {card.label: card for card in response.context["cards"]}
    waiting, solving = cards["Crime tips to be accepted"], cards["Crime tips being solved"]
    assert (waiting.value, waiting.tone) == ("2", "warn")
    assert (solving.value, str(solving.note)) == ("3", "1 more suspended")
    for card in (waiting, solving):
        assert rows_of(client.get(card.url).content.decode()) == int(card.value)
    concern = next(c for c in response.context["concerns"] if "to be accepted" in c.what)
    assert (concern.what, concern.url) == ("2 crime tips wait to be accepted", waiting.url)
    # Of a part of the area, those of the part.
    branch = factories.JurisdictionFactory(parent=district, kind="cluster")
    below = factories.CommuneFactory(jurisdiction=branch)
    CrimeTipFactory(commune=below, urgency="ordinary", state="accepted")
    cards = {c.label: c for c in page(client, jurisdiction=branch.pk).context["cards"]}
    assert cards["Crime tips being solved"].value == "1"
    assert rows_of(client.get(cards["Crime tips being solved"].url).content.decode()) == 1


def test_who_decides_no_tips_has_no_such_cards(client, district):
    fill(district, 1)
    for role in ("administrator", "home_affairs"):
        client.force_login(person(role, district, language="en"))
        assert not [c for c in page(client).context["cards"] if "tips" in c.label]


def test_the_administrator_sees_mediations_and_no_tips(client, district):
    client.force_login(person("administrator", district, language="en"))
    fill(district, 1)
    response = page(client)
    codes = [column.code for column in response.context["table"].columns]
    assert ("mediations" in codes, "tips" in codes) == (True, False)
    html = response.content.decode()
    assert "/tips/" not in html.replace('href="/tips/rules/"', "")
    for allowed in ("Overdue crime tips, vacant", "Deadlines of crime tips"):
        html = html.replace(allowed, "")
    assert "rime tip" not in html


def test_another_district_does_not_exist(client, staff):
    other = factories.JurisdictionFactory()
    foreign = fill(other, 1)[0]
    assert client.get("/", {"jurisdiction": other.pk}).status_code == 404
    assert client.get("/", {"jurisdiction": 10**9}).status_code == 404
    assert client.get("/", {"jurisdiction": "1 or 1"}).status_code == 404
    assert foreign.full_name not in page(client).content.decode()


def test_what_needs_attention_names_its_next_step(client, staff, district):
    commune = fill(district, 1)[0]
    factories.PositionFactory(is_chief=True)
    late = HotspotFactory(
        commune=commune,
        state="confirmed",
        next_review_on=timezone.localdate() - datetime.timedelta(days=8),
    )
    factories.EquipmentItemFactory(
        commune=commune, licence_expires_on=timezone.localdate() - datetime.timedelta(days=1)
    )
    assert EquipmentItem.objects.count() == 1

    concerns = page(client).context["concerns"]

    said = [concern.what for concern in concerns]
    assert any(commune.full_name in text for text in said)
    assert any(late.name in text for text in said)
    assert said[0] == "1 crime tip is overdue"
    assert (concerns[0].url, concerns[0].note[:7]) == ("/tips/?overdue=yes", "TB-2026")
    assert [c.url for c in concerns if "licence" in c.what] == ["/equipment/?licence=expired"]
    assert [c.tone for c in concerns] == sorted(
        (c.tone for c in concerns), key=["bad", "warn", "info"].index
    )


def queries_of(client):
    page(client)
    from django.db import connection

    with CaptureQueriesContext(connection) as caught:
        page(client)
    return len(caught)


def test_many_communes_cost_no_more_queries_than_few(client, staff, district):
    part_time = factories.PositionFactory()
    fill(district, 3, part_time=part_time)
    few = queries_of(client)
    fill(district, 30, part_time=part_time)
    assert queries_of(client) == few


def test_more_than_four_hundred_communes_are_shown_by_jurisdiction(client, monkeypatch):
    monkeypatch.setattr("dashboards.queries.map_areas.MOST_COMMUNES", 3)
    nation = factories.JurisdictionFactory(kind="nation", name="Việt Nam")
    provinces = [
        factories.JurisdictionFactory(kind="province", parent=nation, name=name)
        for name in ("Long An", "Tây Ninh")
    ]
    part_time = factories.PositionFactory()
    for province in provinces:
        fill(province, 2, part_time=part_time)
    client.force_login(person("district_staff", nation, language="en"))

    response = page(client)

    assert cells_of(response, "Long An")[1:5] == ["6", "4", "2", "0"]
    inside = client.get("/" + response.context["table"].rows[0].place.address)
    assert cells_of(inside, "Together")[1:5] == ["6", "4", "2", "0"]
    assert len(inside.context["table"].rows) == 2


def test_a_name_is_text_and_never_markup(client, staff, district):
    commune = fill(district, 1)[0]
    type(commune).objects.filter(pk=commune.pk).update(name='<img src=x onerror="alert(1)">')

    html = page(client).content.decode()

    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_each_reason_of_leaving_leads_to_exactly_those_who_left_for_it(client, staff, district):
    (commune,) = fill(district, 1)
    elsewhere = factories.CommuneFactory(
        jurisdiction=factories.JurisdictionFactory(parent=district, kind="cluster")
    )
    for place, reason in ((commune, "health"), (commune, "health"), (elsewhere, "health")):
        factories.DepartureFactory(
            officer__commune=place, commune=place, on=timezone.localdate(), reason=reason
        )
    charts = page(client).context["charts"]
    rows = next(one for one in charts if one.id == "departures-by-reason").rows
    assert len(rows) == 2
    assert sum(row.cells[0].value for row in rows) == 4
    for row in rows:
        assert rows_of(client.get(row.url).content.decode()) == row.cells[0].value
    branch = page(client, jurisdiction=elsewhere.jurisdiction_id).context["charts"]
    (row,) = next(one for one in branch if one.id == "departures-by-reason").rows
    assert rows_of(client.get(row.url).content.decode()) == row.cells[0].value == 1


def busy(commune):
    """Last month and the months about it with a number of their own for everything that a card says."""
    months = Months.of(timezone.localdate())
    for month, count in (
        (months.last, 3),
        (months.before, 2),
        (months.year_ago, 4),
        (months.running, 1),
    ):
        # The first of a month is never ahead.
        IncidentFactory.create_batch(count, commune=commune, occurred_from=beginning_of(month))
    first, last = beginning_of(months.last), beginning_of(months.last_day)
    far = last + datetime.timedelta(days=4000)
    for state, resolved, due, urgency in (
        ("received", None, far, ""),
        ("classified", None, last, "ordinary"),
        ("resolved", last, far, "ordinary"),
        ("resolved", last, first, "ordinary"),
        ("suspended", None, far, "ordinary"),
        ("handed_over", None, far, "ordinary"),
        ("accepted", None, far, "ordinary"),
    ):
        tip = CrimeTipFactory(
            commune=commune, received_at=first, state=state, urgency=urgency, resolved_at=resolved,
            next_due_at=due if due == last else None,
        )  # fmt: skip
        TipDeadlineFactory(tip=tip, due_at=due, step="decision", met_at=resolved)
    for count, state in enumerate(("settled", "not_settled", "referred"), 1):
        MediationFactory.create_batch(
            count, commune=commune, state=state, opened_on=months.before, outcome_on=months.last
        )
    MediationFactory(commune=commune, opened_on=months.last)
    MediationFactory(
        commune=commune, state="settled", opened_on=months.before, outcome_on=months.before,
        follow_up_on=months.last,
    )  # fmt: skip
    HotspotFactory(commune=commune, state="reported")
    HotspotFactory(
        commune=commune,
        state="confirmed",
        next_review_on=timezone.localdate() - datetime.timedelta(days=8),
    )


def numbers_of(card):
    """The numbers of a card that lead somewhere: as written, and where."""
    yield card.value, card.url
    if card.badge_rows:
        yield card.badge.split()[0], card.badge_rows.url
    for words in (card.note, card.formula):
        for piece in getattr(words, "pieces", ()):
            if piece.rows:
                yield piece.text, piece.rows.url


@pytest.mark.parametrize("part", [False, True])
def test_each_number_of_what_happens_leads_to_exactly_its_rows(client, staff, district, part):
    branch = factories.JurisdictionFactory(parent=district, kind="cluster")
    below = factories.CommuneFactory(jurisdiction=branch)
    old = month_of(Months.of(timezone.localdate()).year_ago, -1)
    for commune in (fill(district, 2)[1], below, factories.CommuneFactory()):
        # A book that covers all months that are held against each other.
        IncidentFactory(commune=commune, occurred_from=beginning_of(old))
        busy(commune)
    response = page(client, **({"jurisdiction": branch.pk} if part else {}))
    happening = [
        card
        for card in response.context["cards"]
        if any(word in card.label for word in ("places", "Incidents", "tips", "Mediations"))
    ]
    counted = [(card.label, *one) for card in happening for one in numbers_of(card)]
    assert len(counted) == 24
    # "Received" and "settled" stand twice.
    assert len({url for _label, _text, url in counted}) == 22
    assert all(text != "0" for _label, text, _url in counted)
    html = response.content.decode()
    for label, text, url in counted:
        assert f'href="{escape(url)}"' in html
        assert (label, rows_of(client.get(url).content.decode())) == (label, int(text)), url


def test_no_link_stands_inside_another(client, staff, district):
    busy(fill(district, 1)[0])
    html = page(client).content.decode()
    depth = [0]
    for tag in re.findall(r"<(/?)a[\s>]", html):
        depth.append(depth[-1] + (-1 if tag else 1))
    assert max(depth) == 1
    assert depth[-1] == 0


def test_a_sentence_keeps_its_words_and_which_numbers_lead_where():
    rows = Rows("/tips/?late=1", "late")
    said = sentence("100 %% of %(whole)s, (%(late)s late)", whole="7", late=leading(1200, rows))
    assert str(said) == f"100 % of 7, ({written(1200)} late)"
    assert [piece.text for piece in said.pieces if piece.rows == rows] == [written(1200)]
    assert str(sentence("%s quá hạn", leading(3, rows))) == "3 quá hạn"
    assert str(sentence("", whole="7")) == ""


@pytest.mark.parametrize("days_ago", [0, 400])
def test_each_number_of_the_stations_leads_to_exactly_its_rows(client, staff, district, days_ago):
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    since = day - datetime.timedelta(days=10)
    for tenure, count in (("none", 1), ("shared", 2), ("rented", 3), ("", 4), ("own", 1)):
        for _number in range(count):
            commune = factories.CommuneFactory(jurisdiction=district)
            if tenure:
                factories.StationFactory(commune=commune, tenure=tenure, valid_from=since)
            factories.StationFactory(
                commune=commune, tenure="none", valid_until=since - datetime.timedelta(days=1)
            )
    cards = page(client, day=day.isoformat()).context["cards"]
    (card,) = (one for one in cards if one.label == "Without a station")
    found = dict(numbers_of(card))
    assert list(found) == ["1", "2", "3", "4"]
    for text, url in found.items():
        assert rows_of(client.get(url).content.decode()) == int(text), url


def test_incidents_month_by_month_lead_to_their_rows_and_are_unknown_before_the_books(
    client, staff, district
):
    commune = fill(district, 1)[0]
    busy(commune)
    busy(factories.CommuneFactory())  # of another district
    chart = next(c for c in page(client).context["charts"] if c.id == "incidents-by-month")
    months = Months.of(timezone.localdate())
    found = {row.label: row for row in chart.rows}
    assert list(found)[-1] == f"{months.last:%m/%Y}"
    for month, count in ((months.last, 3), (months.before, 2), (months.year_ago, 4)):
        row = found[f"{month:%m/%Y}"]
        assert row.cells[0].value == count
        assert rows_of(client.get(row.url).content.decode()) == count
    labels = list(found)
    begins = labels.index(f"{months.year_ago:%m/%Y}")
    values = [found[label].cells[0].value for label in labels]
    assert set(values[:begins]) <= {None}
    assert None not in values[begins:]
    # Something earlier than the chart: its first month is a true zero.
    IncidentFactory(commune=commune, occurred_from=timezone.now() - datetime.timedelta(days=3000))
    chart = next(c for c in page(client).context["charts"] if c.id == "incidents-by-month")
    assert None not in [row.cells[0].value for row in chart.rows]
