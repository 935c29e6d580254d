"""The tables of the dashboards: what is remembered of figures of very large areas."""

from dashboards.models.snapshots import CommuneRevision, FigureSnapshot

__all__ = ["CommuneRevision", "FigureSnapshot"]
