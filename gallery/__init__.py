"""The Django app and project: what the family sees and what is kept.

models/    the nouns, one a file
pipeline/  the stages: load rows, call `faces`, save rows
actions/   what people do, one use case a file; views call these
access     who may see or change what: the only answer
jobs       the stages asked for; rows are the truth, the queue is a hint
storage    originals and renditions on disk
queries/   reads for pages
forms/     what may be typed
views/     access, form, action, response
"""
