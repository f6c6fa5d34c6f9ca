"""What records and stores amount to: scores, series, alerts."""
