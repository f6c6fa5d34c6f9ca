"""The dashboard and its JSON API: what a store holds, down to the sentence. Asks only store, measure and run."""
