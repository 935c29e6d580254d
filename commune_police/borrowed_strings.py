"""Strings of packages that have no Vietnamese of their own; named here, our catalogue translates them."""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

# django-allauth: sign-in, passwords, second factor
ALLAUTH = (
    _("Current Password"),
    _("New Password"),
    _("New Password (again)"),
    _("Forgot your password?"),
    _("Authenticator code"),
    _("Code"),
    _("Remember Me"),
    _("Username"),
    _("Login"),
    _("Email"),
    _("Username or email"),
    _("Invalid login."),
    _("The username and/or password you specified are not correct."),
    _("The email address and/or password you specified are not correct."),
    _("The email address is not assigned to any user account."),
    _("This account is currently inactive."),
    _("Too many failed login attempts. Try again later."),
    _("Be patient, you are sending too many requests."),
    _("Incorrect code."),
    _("Incorrect password."),
    _("Please type your current password."),
    _("You must type the same password each time."),
    _("The new value must be different from the current one."),
    _("The password reset token was invalid."),
    _("Invalid or expired key."),
    _("Please select only one."),
    _("A user is already registered with this email address."),
    _("This email address is already associated with this account."),
    _("Username can not be used. Please use other username."),
    _("Use authenticator app or code"),
    _("Use your password"),
    _("Use a security key"),
    _("You cannot deactivate two-factor authentication."),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
    _("You cannot activate two-factor authentication until you have verified your email address."),
    _("You cannot add an email address to an account protected by two-factor authentication."),
    _("TOTP Authenticator"),
    _("User Sessions"),
)
# Django: forms, fields and what the database refuses
DJANGO = (
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    ngettext_lazy(
        "Please submit at least %(num)d form.", "Please submit at least %(num)d forms.", "num"
    ),
    ngettext_lazy(
        "Please submit at most %(num)d form.", "Please submit at most %(num)d forms.", "num"
    ),
    _("Constraint “%(name)s” is violated."),
    # Django's own Vietnamese says “a total number”, and leaves a gap before its full stop.
    _("Enter a whole number."),
    _("Ensure this value is less than or equal to %(limit_value)s."),
    _("Ensure this value is greater than or equal to %(limit_value)s."),
    _(
        "Enter a valid username. This value may contain only unaccented lowercase a-z and uppercase A-Z letters, numbers, and @/./+/-/_ characters."
    ),
    _("Ensure this value is a multiple of step size %(limit_value)s."),
    _(
        "Ensure this value is a multiple of step size %(limit_value)s, starting from %(offset)s, e.g. %(offset)s, %(valid_value1)s, %(valid_value2)s, and so on."
    ),
    _("Enter a valid domain name."),
    _("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    _("Null characters are not allowed."),
    _(
        "File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s."
    ),
    _("Enter a complete value."),
    _("Enter a valid JSON."),
    _("Enter a valid UUID."),
    _("Enter a valid duration."),
    _("The number of days must be between {min_days} and {max_days}."),
    _(
        "ManagementForm data is missing or has been tampered with. Missing fields: %(field_names)s. You may need to file a bug report if the issue persists."
    ),
    _("The inline value did not match the parent instance."),
    _("“%(pk)s” is not a valid value."),
    _(
        "%(datetime)s couldn’t be interpreted in time zone %(current_timezone)s; it may be ambiguous or it may not exist."
    ),
    _("“%(value)s” is not a valid UUID."),
    _("“%(value)s” value has an invalid date format. It must be in YYYY-MM-DD format."),
    _(
        "“%(value)s” value has an invalid format. It must be in YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ] format."
    ),
    _("“%(value)s” value has the correct format (YYYY-MM-DD) but it is an invalid date."),
    _("“%(value)s” value must be a decimal number."),
    _("“%(value)s” value must be a float."),
    _("“%(value)s” value must be an integer."),
    _("“%(value)s” value must be either True or False."),
    _("“%(value)s” value must be either True, False, or None."),
)
# Django's rules for passwords, in our own way to address people
PASSWORDS = (
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
)
# Django's admin
ADMIN = (
    ngettext_lazy("Please correct the error below.", "Please correct the errors below."),
    ngettext_lazy("entry", "entries"),
    _("Show counts"),
    _("Hide counts"),
    _("Filter navigation items"),
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("Select all objects on this page for an action"),
    _("Select this object for an action - {}"),
    _("Skip to main content"),
    _("View selected %(model)s"),
    _("In case you’ve forgotten, you are:"),
    _("This action will <strong>enable</strong> password-based authentication for this user."),
    _("Breadcrumbs"),
    _("Toggle navigation"),
    _("Sidebar"),
    _("Toggle theme (current theme: auto)"),
    _("Toggle theme (current theme: light)"),
    _("Toggle theme (current theme: dark)"),
    _("Forgotten your login credentials?"),
    _("Added:"),
    _("Changed:"),
    _("Deleted:"),
    _("After you’ve created a user, you’ll be able to edit more user options."),
    _("Raw passwords are not stored, so there is no way to see the user’s password."),
    _("Reset password"),
    _("Set password"),
    _("Password-based authentication"),
    _("Enabled"),
    _("Disabled"),
    _("Disable password-based authentication"),
    _("Enable password-based authentication"),
    _("Enable password-based authentication for this user by setting a password."),
    _(
        "Whether the user will be able to authenticate using a password or not. If disabled, they may still be able to authenticate using other backends, such as Single Sign-On or LDAP."
    ),
)
