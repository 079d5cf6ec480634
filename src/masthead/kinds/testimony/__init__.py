"""The testimony: what somebody tells of what they lived through."""
