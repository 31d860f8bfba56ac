using System.IO.Compression;
using System.Text;
using HighTraffic.Core.Tasks;
using HighTraffic.Data;
using Microsoft.EntityFrameworkCore;

namespace HighTraffic.Tasks.CatalogExport;

/// <summary>Writes the catalogue, or one category of it, to a gzipped file, using constant memory.</summary>
/// <param name="database">The database.</param>
[TaskType("catalog-export")]
internal sealed class CatalogExportRunner(AppDbContext database) : TaskRunner<CatalogExportParameters>
{
    /// <summary>
    /// The result is the compressed file itself rather than text with <c>Content-Encoding: gzip</c>. So <c>curl -OJ</c> and browsers save the
    /// same bytes under a matching name, and no proxy has to decompress them for clients that cannot.
    /// </summary>
    private const string ContentType = "application/gzip";

    private const int RowsPerWrite = 200;

    // An empty gzip file (RFC 1952). For empty input GZipStream writes nothing, and without a header the file would be invalid.
    private static readonly byte[] Nothing = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <inheritdoc/>
    protected override async Task<TaskResult?> RunAsync(
        CatalogExportParameters parameters, TaskContext context, CancellationToken cancellationToken)
    {
        var format = ExportFormat.Named(parameters.Format);
        var products = parameters.Category is { } category
            ? database.Products.Where(product => product.Category == category)
            : database.Products;
        var total = await products.CountAsync(cancellationToken);
        return await context.WriteResultAsync(ContentType, format.FileName, WriteAsync, cancellationToken);

        async Task WriteAsync(Stream file)
        {
            await using var compressed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
            var lines = new StringBuilder(format.Header);
            var rows = 0;
            await foreach (var product in database.StreamAsync(products, cancellationToken))
            {
                lines.Append(format.Line(product));
                if (++rows % RowsPerWrite == 0)
                {
                    await compressed.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString()), cancellationToken);
                    lines.Clear();
                    context.ReportProgress(rows, total);
                }
            }

            if (rows == 0 && lines.Length == 0)
            {
                await file.WriteAsync(Nothing, cancellationToken);
            }

            await compressed.WriteAsync(Encoding.UTF8.GetBytes(lines.ToString()), cancellationToken);
        }
    }
}
