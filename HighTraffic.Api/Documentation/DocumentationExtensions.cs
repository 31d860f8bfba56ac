using HighTraffic.Api.Http;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace HighTraffic.Api.Documentation;

/// <summary>Describes the API, in development: the OpenAPI 3.1 document and its page.</summary>
internal static class DocumentationExtensions
{
    // Scalar is one script with the page's settings and its styles inline.
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

        // There is this one document; the framework answers the name of another with plain text.
        app.MapOpenApi("/openapi/{documentName:regex(^v1$)}.json").WithHead();

        // Nothing of the page comes from, or is told to, another server.
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
