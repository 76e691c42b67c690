"""The addresses under `/accounts/`: those of allauth that the portal needs, and no others.

There is no registration, no management of addresses of mail and no sign-in through other sites: accounts are made by
administrators, and the address is the login.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import path, re_path

from accounts import sign_in as forms

urlpatterns = [
    path("login/", account.LoginView.as_view(form_class=forms.SignInForm), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path(
        "reauthenticate/",
        account.ReauthenticateView.as_view(form_class=forms.ConfirmForm),
        name="account_reauthenticate",
    ),
    path(
        "password/change/",
        account.PasswordChangeView.as_view(form_class=forms.ChangePasswordForm),
        name="account_change_password",
    ),
    path(
        "password/set/",
        account.PasswordSetView.as_view(form_class=forms.SetPasswordForm),
        name="account_set_password",
    ),
    path(
        "password/reset/",
        account.PasswordResetView.as_view(form_class=forms.ForgottenPasswordForm),
        name="account_reset_password",
    ),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.PasswordResetFromKeyView.as_view(form_class=forms.NewPasswordForm),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", mfa.index, name="mfa_index"),
    path(
        "2fa/authenticate/",
        mfa.AuthenticateView.as_view(form_class=forms.CodeForm),
        name="mfa_authenticate",
    ),
    path(
        "2fa/reauthenticate/",
        mfa.ReauthenticateView.as_view(form_class=forms.ConfirmByCodeForm),
        name="mfa_reauthenticate",
    ),
    path(
        "2fa/totp/activate/",
        totp.ActivateTOTPView.as_view(form_class=forms.TurnOnForm),
        name="mfa_activate_totp",
    ),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("2fa/recovery-codes/generate/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("2fa/recovery-codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
