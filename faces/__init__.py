"""The engine: photographs in, people out, as plain Python over arrays.

The stages, each in the module that bears its name:

    image      opens a photo upright and cuts faces out of it
    metadata   when, where and with what a photo or video was taken
    detect     finds boxes and landmarks (MTCNN)
    represent  identity features, age and gender of each face (one multi-output MobileNet)
    video      the same for the sampled frames of a clip, one face per in-clip cluster
    cluster    which faces are the same person
    refine     which clusters matter
    aggregate  one gender and one birth year per person from many faces

What they stand on:

    sandbox    decodes what users send in a process that may be lost
    weights    the published networks as ONNX
    quality    how well a face can be told, from 0 to 1
    ages       how far an estimated age can be trusted
    types      boxes, detections, representations, and who makes them
    errors     what is raised when it cannot be done
    evaluate   how good all this is (`python -m faces.evaluate`)

Nothing here knows of Django, Celery, settings or a database.
"""
