"""A page is rendered once and served until something that it shows has changed.

`shown` learns what a page shows while it is rendered, `changes` says what has changed, `stores`
keep both where all processes see them, and `server` stands in front of Django and answers.
It knows addresses and headers, and nothing of articles.
"""
