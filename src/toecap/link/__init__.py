"""Many reports -> one record: families of texts, incidents of events, and whom each telling rests on."""
