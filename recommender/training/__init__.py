"""The laboratory: learns from published programs. Nothing here runs while a person waits; the only home of scikit-learn."""
