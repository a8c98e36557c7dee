"""placeholder while rooms are built in parallel"""
