using HighTraffic.Api.Http;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace HighTraffic.Api.Documentation;

/// <summary>Serves the API documentation in development: the OpenAPI 3.1 document and its page.</summary>
internal static class DocumentationExtensions
{
    // The page of Scalar is one script, with inline settings and styles.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; img-src 'self' data:; font-src data:; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static void AddDocumentation(this IHostApplicationBuilder builder) => builder.Services.AddOpenApi(options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer<ApiDescription>();
        options.AddOperationTransformer<OperationDescription>();
        options.AddOperationTransformer<ResponseDescription>();
        options.AddOperationTransformer<HeadOperation>();
        options.AddSchemaTransformer<SchemaDescription>();
    });

    public static void MapDocumentation(this WebApplication app)
    {
        if (!app.Environment.IsDevelopment())
        {
            return;
        }

        // Match the only document: for any other name the framework would respond with plain text.
        app.MapOpenApi("/openapi/{documentName:regex(^v1$)}.json").WithHead();

        // The page loads nothing from other servers and sends nothing to them.
        app.MapScalarApiReference("/scalar", options => options
            .WithTitle("HighTraffic")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .DisableMcp()
            .HideDeveloperTools()
            .AddPreferredSecuritySchemes([ApiDescription.ApiKeyScheme]))
            .WithHead()
            .WithContentSecurityPolicy(ContentSecurityPolicy);
    }
}
