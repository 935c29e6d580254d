"""Which support projects first under a budget: the page, its refresh as sliders move, and the workbook."""

from __future__ import annotations

from functools import cached_property
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from accounts.views.pages import RightView
from lists.domain.exporting import write_xlsx
from reports.domain.money import full_money, short_money
from reports.domain.projects import RANK
from reports.domain.ranking import FACTORS, Ranked, Ranking, rank
from reports.forms.ranking import RankingForm
from reports.queries.investment import MOST_CANDIDATES, candidates_of, waiting_projects

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ProjectRanking(RightView):
    """Rank what waits for money. Everything asked is in the address; without scripts it is a plain form."""

    permission_required = RANK

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the page, only its result to htmx, or the workbook."""
        if request.GET.get("format") == "xlsx":
            return self.workbook()
        context = self.context()
        name = "reports/ranking_result.html" if self.request.htmx else "reports/ranking.html"
        response = render(request, name, context)
        patch_vary_headers(response, ["HX-Request"])
        return response

    @cached_property
    def form(self) -> RankingForm:
        """What was asked; weights that were not are shown as they count."""
        asked = self.request.GET.copy()
        for factor in FACTORS:
            if not asked.get(f"w_{factor.code}"):
                asked[f"w_{factor.code}"] = str(factor.weight)
        form = RankingForm(asked, scope=self.request.scope)
        form.is_valid()
        return form

    @cached_property
    def ranking(self) -> Ranking:
        """The ranking that was asked for."""
        values = self.form.cleaned_data
        projects = waiting_projects(self.request.scope)
        for name in ("kind", "source"):
            if values.get(name):
                projects = projects.filter(**{name: values[name]})
        if values.get("jurisdiction"):
            path = values["jurisdiction"].path
            projects = projects.filter(commune__jurisdiction__path__startswith=path)
        candidates = candidates_of(projects, self.request.scope, self.today)
        return rank(candidates, self.form.weights, values.get("budget"))

    def context(self) -> dict[str, Any]:
        """What the page and its refresh need."""
        ranking = self.ranking
        asked = self.request.GET.copy()
        asked["format"] = "xlsx"
        return {
            "form": self.form,
            "sliders": [self.form[f"w_{factor.code}"] for factor in FACTORS],
            "ranking": ranking,
            "factors": FACTORS,
            "best_rows": [row for row in ranking.rows if row.is_best],
            "greedy_rows": [row for row in ranking.rows if row.is_greedy],
            "weights_sum": sum(self.form.weights.values()),
            "is_cut": len(ranking.rows) >= MOST_CANDIDATES,
            "limit": MOST_CANDIDATES,
            "file_url": f"?{asked.urlencode()}",
        }

    def workbook(self) -> HttpResponse:
        """Every project with its factors, score, choices and reasons."""
        ranking = self.ranking
        header = [
            _("Rank"),
            _("Project"),
            _("Commune"),
            _("Kind"),
            _("Stage"),
            _("Cost (VND)"),
            _("Score"),
            *(text for factor in FACTORS for text in (str(factor.label), f"{factor.label} (0–1)")),
            _("Best choice"),
            _("Why"),
            _("By score per đồng"),
            _("Why"),
        ]
        rows = [_file_row(number, row) for number, row in enumerate(ranking.rows, start=1)]
        content = write_xlsx(_("Investment ranking"), header, rows, self.notes())
        response = HttpResponse(content, content_type=XLSX)
        name = quote(f"xep-hang-dau-tu-{self.today.isoformat()}.xlsx")
        response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
        return response

    def notes(self) -> list[str]:
        """How it was reckoned: budget, weights, formulas, rounding."""
        ranking = self.ranking
        lines = [
            _("Budget: %s") % (full_money(ranking.budget) if ranking.budget else _("not given")),
            _("Score = 100 × sum of weight × factor ÷ sum of weights."),
        ]
        for factor in FACTORS:
            lines.append(
                _("%(factor)s: weight %(weight)s; %(formula)s")
                % {
                    "factor": factor.label,
                    "weight": self.form.weights[factor.code],
                    "formula": factor.formula,
                }
            )
        lines.append(_("Costs are rounded up to %s each.") % short_money(ranking.unit))
        return lines


def _file_row(number: int, row: Ranked) -> list[Any]:
    one = row.candidate
    return [
        number,
        one.title,
        one.commune,
        one.kind,
        one.stage,
        one.cost,
        round(row.score, 2),
        *(
            value
            for part in row.parts
            for value in (part.words, None if part.scaled is None else round(part.scaled, 3))
        ),
        row.is_best,
        row.why_best,
        row.is_greedy,
        row.why_greedy,
    ]
