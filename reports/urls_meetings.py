"""Addresses of meetings."""

from django.urls import path

from reports.views import meetings

urlpatterns = [
    path("meetings/", meetings.MeetingList.as_view(), name="meeting_list"),
    path("meetings/<int:pk>/", meetings.MeetingDetail.as_view(), name="meeting_detail"),
    path("meetings/<int:pk>/word/", meetings.MeetingWord.as_view(), name="meeting_word"),
    path("meetings/<int:pk>/edit/", meetings.MeetingEdit.as_view(), name="meeting_edit"),
    path(
        "meetings/<int:pk>/conclusions/<int:conclusion_pk>/issue/",
        meetings.ConclusionIssue.as_view(),
        name="conclusion_issue",
    ),
]
