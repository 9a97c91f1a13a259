package dev.flinkoperator.flinkrest;

import java.nio.file.Path;

/**
 * A file sent as the one part of a form, read from disk while it is sent.
 *
 * @param path must not change until the call has ended
 * @param field name of the form's field
 * @param fileName what the receiver is told; ASCII without quotes
 * @param contentType of the part
 */
public record FilePart(Path path, String field, String fileName, String contentType) {}
