"""Eligibility rules and quota allocation for the closing of an emulation movement."""
