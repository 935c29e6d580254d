"""Addresses of crime tips."""

from django.urls import path

from incidents.views.tips import (
    correct,
    correct_informant,
    detail,
    lists,
    measures,
    papers,
    receive,
    steps,
    verifying,
)

urlpatterns = [
    path("tips/", lists.TipList.as_view(), name="tip_list"),
    path("tips/measures/", measures.TipMeasures.as_view(), name="tip_measures"),
    path("tips/receive/", receive.TipReceive.as_view(), name="tip_receive"),
    path("tips/<int:pk>/", detail.TipDetail.as_view(), name="tip_detail"),
    path("tips/<int:pk>/correct/", correct.TipCorrect.as_view(), name="tip_correct"),
    path(
        "tips/<int:pk>/informant/correct/",
        correct_informant.InformantCorrect.as_view(),
        name="tip_informant_correct",
    ),
    path("tips/<int:pk>/classify/", steps.TipClassify.as_view(), name="tip_classify"),
    path("tips/<int:pk>/moves/<slug:name>/", steps.TipMove.as_view(), name="tip_move"),
    path("tips/<int:pk>/extend/", steps.TipExtend.as_view(), name="tip_extend"),
    path("tips/<int:pk>/done/<slug:step>/", steps.TipFinish.as_view(), name="tip_finish"),
    path("tips/<int:pk>/papers/<slug:kind>/", papers.TipPaper.as_view(), name="tip_paper"),
    path(
        "tips/<int:pk>/verification/",
        verifying.VerificationWrite.as_view(),
        name="tip_verification",
    ),
    path(
        "tips/<int:pk>/verification/<int:report_pk>/<slug:name>/",
        verifying.VerificationMove.as_view(),
        name="tip_verification_move",
    ),
    path("tips/<int:pk>/informant/", steps.TipInformantShown.as_view(), name="tip_informant"),
]
