using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HighTraffic.Api.Problems;

/// <summary>Tells which rule of the database a write broke. To look before writing would leave a gap for another's write.</summary>
internal static class ConstraintViolations
{
    public static bool Violates(this DbUpdateException exception, string uniqueIndex) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation
        && violation.ConstraintName == uniqueIndex;
}
