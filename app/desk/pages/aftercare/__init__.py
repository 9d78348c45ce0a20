"""After-care from the completion of rehabilitation to its certificate."""
