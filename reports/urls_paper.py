"""Addresses of reports on paper: Excel out and in, print, Word."""

from django.urls import path

from reports.views import paper

urlpatterns = [
    path("reports/<int:pk>/excel/", paper.ExcelForm.as_view(), name="report_excel"),
    path("reports/<int:pk>/upload/", paper.UploadPage.as_view(), name="report_upload"),
    path("reports/<int:pk>/word/", paper.WordDocument.as_view(), name="report_word"),
    path("reports/<int:pk>/print/", paper.PrintPage.as_view(), name="report_print"),
]
