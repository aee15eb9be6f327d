"""Seats, candidates, tiers and quotas: an exact allocation that knows no law."""
