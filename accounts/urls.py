"""Addresses of accounts."""

from django.urls import path

from accounts.views.disclosure import unmask_officer
from accounts.views.language import set_language
from accounts.views.sessions import SessionState, SignedInAgain
from accounts.views.tokens import TokenPage, TokenRevoke

urlpatterns = [
    path("account/session/", SessionState.as_view(), name="session_state"),
    path("account/session/again/", SignedInAgain.as_view(), name="signed_in_again"),
    path("account/tokens/", TokenPage.as_view(), name="tokens"),
    path("account/tokens/<int:pk>/revoke/", TokenRevoke.as_view(), name="token_revoke"),
    path("language/", set_language, name="set_language"),
    path("officers/<int:pk>/show/<slug:field>/", unmask_officer, name="unmask_officer"),
]
