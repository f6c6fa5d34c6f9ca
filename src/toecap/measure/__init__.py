"""What records and stores amount to: scores, series of what two sides do to each other, alerts, charts."""
