"""Addresses of the tier that reads reports."""

from django.urls import path

from reports.views import api, series, special
from reports.views.district import consolidation, grid, matrix, reading

urlpatterns = [
    path("reports/filing/", matrix.FilingMatrix.as_view(), name="filing_matrix"),
    path("reports/special/new/", special.SpecialNew.as_view(), name="special_new"),
    path("reports/filing/<int:pk>/remind/", matrix.RemindPeriod.as_view(), name="period_remind"),
    path("reports/filing/<int:pk>/grid/", grid.EntryGrid.as_view(), name="entry_grid"),
    path("reports/consolidation/", consolidation.Consolidation.as_view(), name="consolidation"),
    path("reports/indicators/", series.IndicatorSeries.as_view(), name="indicator_series"),
    path("api/v1/indicators.<slug:kind>", api.IndicatorsApi.as_view(), name="api_indicators"),
    path("reports/reading/", reading.ReadingQueue.as_view(), name="reading_queue"),
    path("reports/<int:pk>/read/", reading.ReadReport.as_view(), name="report_read"),
    path("reports/<int:pk>/remind/", matrix.RemindReport.as_view(), name="report_remind"),
    path("reports/<int:pk>/excuse/", matrix.ExcuseReport.as_view(), name="report_excuse"),
]
