"""Reports on paper: Excel forms out and in, printed forms, Word documents in the official form.

Whatever leaves here is an official paper, so its fixed words are Vietnamese in every language of the page.
"""
