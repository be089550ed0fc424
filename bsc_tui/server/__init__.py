"""The office over SSH: one process listens, one prepared process forks a session for each who signs in.

`listener` puts it together, `door` lets people in, `relay` carries bytes between a line and a session,
`zygote` forks sessions and is the only one that knows the app; `sftp` shows people their files.
"""
