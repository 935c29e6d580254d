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
    rule_ends,
    rules,
    steps,
    verifying,
)

urlpatterns = [
    path("tips/", lists.TipList.as_view(), name="tip_list"),
    path("tips/measures/", measures.TipMeasures.as_view(), name="tip_measures"),
    path("tips/receive/", receive.TipReceive.as_view(), name="tip_receive"),
    path("tips/rules/", rules.RuleList.as_view(), name="tip_rule_list"),
    path("tips/rules/propose/", rules.RulePropose.as_view(), name="tip_rule_propose"),
    path("tips/rules/<int:pk>/", rules.RuleDetail.as_view(), name="tip_rule"),
    path("tips/rules/<int:pk>/approve/", rules.RuleApprove.as_view(), name="tip_rule_approve"),
    path("tips/rules/<int:pk>/decline/", rules.RuleDecline.as_view(), name="tip_rule_decline"),
    path("tips/rules/<int:pk>/withdraw/", rules.RuleWithdraw.as_view(), name="tip_rule_withdraw"),
    path("tips/rules/<int:pk>/end/", rule_ends.RuleEnd.as_view(), name="tip_rule_end"),
    path(
        "tips/rules/<int:pk>/end/approve/",
        rule_ends.RuleEndApprove.as_view(),
        name="tip_rule_end_approve",
    ),
    path(
        "tips/rules/<int:pk>/end/decline/",
        rule_ends.RuleEndDecline.as_view(),
        name="tip_rule_end_decline",
    ),
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
    path("tips/<int:pk>/propose/", steps.TipPropose.as_view(), name="tip_propose"),
    path("tips/<int:pk>/answer/", steps.TipAnswered.as_view(), name="tip_answer"),
    path("tips/<int:pk>/done/<slug:step>/", steps.TipFinish.as_view(), name="tip_finish"),
    path("tips/<int:pk>/papers/<slug:kind>/", papers.TipPaper.as_view(), name="tip_paper"),
    path(
        "tips/<int:pk>/papers/<slug:kind>/on-receipt/",
        papers.TipPaperOnReceipt.as_view(),
        name="tip_paper_on_receipt",
    ),
    path(
        "tips/<int:pk>/verification/",
        verifying.VerificationWrite.as_view(),
        name="tip_verification",
    ),
    path(
        "tips/<int:pk>/verification/draft/",
        verifying.VerificationDraft.as_view(),
        name="tip_verification_draft",
    ),
    path(
        "tips/<int:pk>/verification/<int:report_pk>/<slug:name>/",
        verifying.VerificationMove.as_view(),
        name="tip_verification_move",
    ),
    path("tips/<int:pk>/informant/", steps.TipInformantShown.as_view(), name="tip_informant"),
]
