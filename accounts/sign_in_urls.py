"""The addresses of signing in that exist here: allauth has more, and what nobody needs is not served."""

from allauth.account import views as account
from allauth.usersessions.views import list_usersessions
from django.urls import include, path, re_path

from accounts.views.sessions import EndSession
from accounts.views.sign_in import ask_for_reset, no_sign_up, own_account

urlpatterns = [
    path("", own_account),
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    # allauth asks for this name; nobody signs up, so the address answers 404.
    path("signup/", no_sign_up, name="account_signup"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", ask_for_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", list_usersessions, name="usersessions_list"),
    path("sessions/", list_usersessions, name="accounts_sessions"),
    path("sessions/<int:pk>/end/", EndSession.as_view(), name="session_end"),
]
