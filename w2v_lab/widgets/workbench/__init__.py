"""Workbench: five tasks done with and without vectors; each score opens the case behind it."""
