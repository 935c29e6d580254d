"""Forms of the incidents app."""
