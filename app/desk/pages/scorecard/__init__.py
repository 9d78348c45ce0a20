"""The scorecard of a commune: its class, what decides it, what is near, the ten criteria with their evidence."""
