"""What one named actor does to another in a sentence: `toecap relate`."""
