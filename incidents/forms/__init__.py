"""Forms of the incidents app; import them from here."""

from incidents.forms.actions import ActionForm
from incidents.forms.listings import ListingForm
from incidents.forms.moves import MoveForm
from incidents.forms.photos import PhotoForm
from incidents.forms.report import ReportForm
from incidents.forms.reviews import ReviewForm

__all__ = ["ActionForm", "ListingForm", "MoveForm", "PhotoForm", "ReportForm", "ReviewForm"]
