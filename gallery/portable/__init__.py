"""All that people said, out of the gallery and into another one.

    places    a face by the hash of its original and its box, as other galleries know it
    document  people.json: written
    sidecars  an XMP file for each photo, for other programs
    archive   both as a zip that is made while it is sent, or in a folder
    stream    JSON of any length, read piece by piece
    reading   people.json: read and checked
    matching  who of a file is who here
    bring_in  what a file says, said here

docs/people-json.md describes the file.
"""
