"""Attacks: each module has `run(battle)`."""
