"""Addresses of filing reports: the list, the sheet with its cells, the moves, comments and papers."""

from django.urls import path

from reports.views import cells, comments, moves, papers, report, reports, submitting

urlpatterns = [
    path("reports/", reports.ReportList.as_view(), name="report_list"),
    path("reports/<int:pk>/", report.ReportPage.as_view(), name="report_detail"),
    path("reports/<int:pk>/cells/<int:indicator>/", cells.CellView.as_view(), name="report_cell"),
    path(
        "reports/<int:pk>/cells/<int:indicator>/source/",
        cells.CellSource.as_view(),
        name="report_cell_source",
    ),
    path(
        "reports/<int:pk>/cells/<int:indicator>/panel/",
        comments.CellPanel.as_view(),
        name="report_cell_panel",
    ),
    path(
        "reports/<int:pk>/cells/<int:indicator>/comments/",
        comments.CellComments.as_view(),
        name="report_cell_comments",
    ),
    path(
        "reports/<int:pk>/sections/<int:section>/",
        cells.SectionSave.as_view(),
        name="report_section",
    ),
    path("reports/<int:pk>/nothing/", submitting.NothingToReport.as_view(), name="report_nothing"),
    path("reports/<int:pk>/submit/", submitting.SubmitPage.as_view(), name="report_submit"),
    path("reports/<int:pk>/moves/<slug:name>/", moves.ReportMoveView.as_view(), name="report_move"),
    path("reports/<int:pk>/replace/", moves.ReplaceReport.as_view(), name="report_replace"),
    path("reports/<int:pk>/comments/", comments.ReportComments.as_view(), name="report_comments"),
    path(
        "reports/<int:pk>/comments/<int:comment>/settle/",
        comments.CommentSettle.as_view(),
        name="report_comment_settle",
    ),
    path("reports/<int:pk>/papers/", papers.PaperAttach.as_view(), name="report_papers"),
    path("reports/<int:pk>/papers/<int:paper>/", papers.PaperFile.as_view(), name="report_paper"),
    path(
        "reports/<int:pk>/snapshots/<int:number>/",
        papers.SnapshotFile.as_view(),
        name="report_snapshot",
    ),
]
