"""The scikit-learn image: the user's program trains, and serves with what is here for the functions it lacks."""
