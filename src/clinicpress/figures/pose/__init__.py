"""A pose becomes a body: joints, limbs, contacts, in centimetres. Never draws."""
