"""The start program behind the Makefile: brings a fresh checkout to a running server, or runs its checks.

Only ``in_venv`` imports anything beyond the standard library; all else runs before packages exist.
"""
