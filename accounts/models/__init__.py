"""The tables of who is asking; import models from here."""

from accounts.models.disclosures import Disclosure
from accounts.models.memberships import Membership, MembershipQuerySet
from accounts.models.tokens import ApiToken
from accounts.models.users import User

__all__ = ["ApiToken", "Disclosure", "Membership", "MembershipQuerySet", "User"]
