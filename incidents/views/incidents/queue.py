"""Answers to the queue of a phone, which sends what it kept when the line is back."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse

# The queue knows an answer of ours by this header: a sign-in page or a proxy has none.
OURS = "X-Incident-Entry"


class QueueAnswers:
    """For pages that the queue asks as well as a person."""

    request: Any

    @property
    def wants_json(self) -> bool:
        """Tell whether the queue asks, rather than a person."""
        accepted: str = self.request.headers.get("Accept", "")
        return accepted.startswith("application/json")

    def ours(self, answer: dict[str, Any], status: int = 200) -> HttpResponse:
        """Answer the queue."""
        return marked(JsonResponse(answer, status=status))


def marked(response: HttpResponse) -> HttpResponse:
    """Return the answer, known to the phone as one of ours."""
    response[OURS] = "1"
    return response
