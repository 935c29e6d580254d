"""What the incidents app does: reporting, the moves between states, measures, reviews, photos."""
