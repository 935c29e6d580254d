"""Addresses of difficulties, directives and support projects."""

from django.urls import path

from reports.views import (
    difficulties,
    directives,
    evidence,
    joining,
    matter_papers,
    ranking,
)
from reports.views.projects import handing_over, listing, moving, page, proposing

urlpatterns = [
    path("difficulties/", difficulties.DifficultyList.as_view(), name="difficulty_list"),
    path("difficulties/word/", matter_papers.DifficultyWord.as_view(), name="difficulty_word"),
    path("difficulties/new/", difficulties.DifficultyNew.as_view(), name="difficulty_create"),
    path(
        "difficulties/<int:pk>/", difficulties.DifficultyDetail.as_view(), name="difficulty_detail"
    ),
    path(
        "difficulties/<int:pk>/edit/", difficulties.DifficultyEdit.as_view(), name="difficulty_edit"
    ),
    path(
        "difficulties/<int:pk>/moves/<slug:name>/",
        difficulties.DifficultyMove.as_view(),
        name="difficulty_move",
    ),
    path("difficulties/<int:pk>/join/", joining.DifficultyJoin.as_view(), name="difficulty_join"),
    path("difficulties/joined/<int:pk>/", joining.ThemePage.as_view(), name="difficulty_theme"),
    path(
        "difficulties/<int:pk>/evidence/",
        evidence.DifficultyEvidence.as_view(),
        name="difficulty_evidence",
    ),
    path(
        "directives/<int:pk>/evidence/",
        evidence.DirectiveEvidence.as_view(),
        name="directive_evidence",
    ),
    path("evidence/<int:pk>/", evidence.EvidenceView.as_view(), name="evidence_file"),
    path("evidence/<int:pk>/remove/", evidence.EvidenceRemove.as_view(), name="evidence_remove"),
    path("directives/", directives.DirectiveList.as_view(), name="directive_list"),
    path("directives/new/", directives.DirectiveNew.as_view(), name="directive_create"),
    path("directives/<int:pk>/", directives.DirectiveDetail.as_view(), name="directive_detail"),
    path("directives/<int:pk>/word/", matter_papers.DirectiveWord.as_view(), name="directive_word"),
    path(
        "directives/<int:pk>/progress/",
        directives.DirectiveProgressNew.as_view(),
        name="directive_progress",
    ),
    path(
        "directives/<int:pk>/moves/<slug:name>/",
        directives.DirectiveMove.as_view(),
        name="directive_move",
    ),
    path("projects/", listing.ProjectList.as_view(), name="project_list"),
    path("projects/new/", proposing.ProjectNew.as_view(), name="project_create"),
    path("projects/ranking/", ranking.ProjectRanking.as_view(), name="project_ranking"),
    path("projects/<int:pk>/", page.ProjectDetail.as_view(), name="project_detail"),
    path("projects/<int:pk>/edit/", proposing.ProjectEdit.as_view(), name="project_edit"),
    path("projects/<int:pk>/payments/", moving.PaymentNew.as_view(), name="project_payment"),
    path(
        "projects/<int:pk>/hand-over/",
        handing_over.ProjectHandOver.as_view(),
        name="project_hand_over",
    ),
    path("projects/<int:pk>/moves/<slug:name>/", moving.ProjectMove.as_view(), name="project_move"),
]
