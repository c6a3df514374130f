"""The flow of a handout over pages: sections, cards, diagrams, panels. Never gives anything up."""
