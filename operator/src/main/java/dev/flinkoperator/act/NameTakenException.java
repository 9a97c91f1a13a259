package dev.flinkoperator.act;

/** An object of this name exists that belongs to somebody else; it is never touched. */
public final class NameTakenException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param kind of the object, such as Service
   */
  public NameTakenException(String kind, String name) {
    super(
        "A "
            + kind
            + " named "
            + name
            + " exists that does not belong to this resource; delete it, or give this resource"
            + " another name");
  }
}
