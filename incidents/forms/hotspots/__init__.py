"""Forms of the incidents app; import them from here."""

from incidents.forms.hotspots.actions import ActionForm
from incidents.forms.hotspots.listings import ListingForm
from incidents.forms.hotspots.moves import MoveForm
from incidents.forms.hotspots.photos import PhotoForm
from incidents.forms.hotspots.report import ReportForm
from incidents.forms.hotspots.reviews import ReviewForm

__all__ = ["ActionForm", "ListingForm", "MoveForm", "PhotoForm", "ReportForm", "ReviewForm"]
